import Kernel
import Options

/// Looks for a module where Python's import would, without running any Python.
struct ModuleSearch {
    enum Answer: Equatable {
        case found
        /// An import hook may know it.
        case uncertain
        /// `a.b` of `a.b.c`, and the directories where it should be.
        case missing(String, in: [String])
    }

    private let directories: [String]
    private let look: (String) -> DiskCheck.Sight
    private let names: (String) -> [String]
    /// Something was installed that adds import hooks.
    private let hasHooks: Bool

    /// Looks in directories in the order of sys.path, and in those that `.pth` files there add (site.py), as editable
    /// installs do.
    init(
        directories: [String], look: @escaping (String) -> DiskCheck.Sight, names: @escaping (String) -> [String],
        read: (String) -> Result<[UInt8], SurroundingsFailure>
    ) {
        var added: [String] = []
        var hasHooks = false
        for directory in directories {
            for name in names(directory) where name.hasSuffix(".pth") && !Self.harmless.contains(name) {
                guard case .success(let bytes) = read("\(directory)/\(name)") else { continue }
                for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
                    if line.hasPrefix("import ") { hasHooks = true }
                    added.append(line.hasPrefix("/") ? String(line) : "\(directory)/\(line)")
                }
            }
        }
        self.directories = directories + added.filter { look($0) == .found(.directory) }
        self.look = look
        self.names = names
        self.hasHooks = hasHooks
    }

    /// Looks for a dotted name.
    func find(_ name: String) -> Answer {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else { return .uncertain }
        var places = directories
        for (depth, part) in parts.enumerated() {
            let packages = places.map { "\($0)/\(part)" }.filter {
                look($0) != .missing && look($0) != .found(.regular)
            }
            let isLast = depth == parts.count - 1
            if packages.isEmpty && !(isLast && isModule(part, in: places)) {
                return depth == 0 && hasHooks ? .uncertain : missing(parts[...depth], places)
            }
            places = packages
        }
        return .found
    }

    private func missing(_ parts: ArraySlice<String>, _ places: [String]) -> Answer {
        .missing(parts.joined(separator: "."), in: places)
    }

    private func isModule(_ name: String, in places: [String]) -> Bool {
        places.contains { place in
            look("\(place)/\(name).py") != .missing || look("\(place)/\(name).pyc") != .missing
                || names(place).contains { $0.hasPrefix("\(name).") && $0.hasSuffix(".so") }
        }
    }

    private static let harmless: Set<String> = ["distutils-precedence.pth", "_virtualenv.pth"]

    /// What was probably meant: a module there with nearly the same name.
    func nearest(to name: String, in places: [String]) -> String? {
        let parts = name.split(separator: ".").map(String.init)
        guard let last = parts.last else { return nil }
        let candidates = places.prefix(8).flatMap(names).filter { !$0.hasPrefix("_") && !$0.hasPrefix(".") }
            .map { $0.hasSuffix(".py") ? String($0.dropLast(3)) : $0 }.filter { !$0.contains(".") && $0 != last }
        return EditDistance(among: candidates).nearest(to: last).map {
            (parts.dropLast() + [$0]).joined(separator: ".")
        }
    }
}
