/// When the emperor may say that it is ready: every site of the first scan has its verdict, whatever it is.
struct StartUp: Equatable {
    private var awaited: Set<String>?
    private(set) var isReady = false

    /// The first complete scan found these.
    mutating func found(_ names: [String]) {
        if awaited == nil { awaited = Set(names) }
    }

    /// Asks again; true the one time that it becomes ready. `isSettled` of a site that has gone is true.
    mutating func check(_ isSettled: (String) -> Bool) -> Bool {
        guard !isReady, let waiting = awaited?.filter({ !isSettled($0) }) else { return false }
        awaited = waiting
        isReady = waiting.isEmpty
        return isReady
    }

    /// Time is up; true when it was not ready before.
    mutating func expire() -> Bool {
        defer { isReady = true }
        return !isReady
    }
}
