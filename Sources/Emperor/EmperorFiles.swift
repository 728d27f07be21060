import Kernel
import Protocol

/// Files that masters want to be told of: with one inotify instance for all of them, because there are few per user.
extension Emperor {
    /// A master that asks for more looks for itself: following paths takes time that other sites wait for.
    private static let mostPaths = 1000
    private static let longestList = 1 << 20

    func makeFileWatcher() -> PathWatcher<ObjectIdentifier>? {
        do throws(SystemError) {
            return try PathWatcher(loop) { [unowned self] in changed($0, isWatched: $1) }
        } catch {
            log("\(error): masters look at their files every second instead")
            return nil
        }
    }

    /// Watches in place of what was watched for that master, and says whether all of it can be heard.
    func watch(_ request: Int, _ list: SharedDescriptor?, for holding: Holding) {
        guard let list, let bytes = try? readToEnd(list.raw, limit: Self.longestList, purpose: "a list of paths"),
            let paths = try? decodeMessage([String].self, bytes)
        else { return }
        holding.watchRequest = request
        let isTooMuch = paths.count > Self.mostPaths || !paths.allSatisfy { $0.hasPrefix("/") }
        let isWatched = files?.watch(isTooMuch ? [] : Set(paths), for: ObjectIdentifier(holding))
        holding.link?.send(.changed(request: request, isComplete: isWatched == true && !isTooMuch))
    }

    func stopWatching(for holding: Holding) {
        guard holding.watchRequest != nil else { return }
        holding.watchRequest = nil
        files?.watch([], for: ObjectIdentifier(holding))
    }

    private func changed(_ client: ObjectIdentifier, isWatched: Bool) {
        guard let holding = holdings.values.first(where: { ObjectIdentifier($0) == client }),
            let request = holding.watchRequest
        else { return }
        holding.link?.send(.changed(request: request, isComplete: isWatched))
    }
}
