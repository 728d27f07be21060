import Kernel

/// The worker extension as a file: beside us as installed (../lib/emperor), or beside us as built.
enum WorkerExtension {
    private static let places = ["../lib/emperor/emperor_worker.so", "libemperor_worker.so"]

    /// Opens it for good: zygotes load it by this descriptor.
    static func open() throws(SystemError) -> SharedDescriptor {
        let program = try resolvePath("/proc/self/exe")
        let directory = parentDirectory(of: program) ?? "/"
        for place in places {
            let path = "\(directory)/\(place)"
            if try FileFacts(path: path) != nil { return try openFile(path, .read) }
        }
        return try openFile("\(directory)/\(places[0])", .read)
    }
}
