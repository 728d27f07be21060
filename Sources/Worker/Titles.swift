import Kernel
import Protocol

extension ProcessTitles {
    /// Has ps(1) show a title for this process. The short name, by which top(1) and pgrep(1) go, changes only where
    /// somebody asked: it says which Python this is.
    func wear(_ title: String) {
        setProcessTitle(title)
        if isAsked { setProcessName(title) }
    }
}
