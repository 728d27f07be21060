import Kernel
import Protocol
import Wire

/// Answers requests for files without the app.
struct FileServer: Sendable {
    private let rules: StaticFiles
    private let roots: [Root]
    private let indexes: [[UInt8]]
    private let skippedEndings: [[UInt8]]
    private let safe: [[UInt8]]
    private let types: MediaTypes
    private let expiries: Expiries
    private let compressed: CompressedFiles

    /// A server by these rules. Whatever is wrong with them was told when they were read; what cannot be used does nothing.
    init(_ rules: StaticFiles) {
        self.rules = rules
        roots = rules.roots.map(Root.init)
        indexes = rules.indexes.map { Array($0.utf8) }
        skippedEndings = rules.skippedEndings.map { Array($0.utf8) }
        safe = rules.safeDirectories.map { Array(((try? resolvePath($0)) ?? $0).utf8) }
        let isUsed = !rules.roots.isEmpty || rules.looksInDocumentRoot
        types = isUsed ? MediaTypes(files: rules.mediaTypeFiles) : MediaTypes()
        expiries = Expiries(rules.expiries)
        compressed = CompressedFiles(rules.compressed)
    }

    /// A root and the prefix that leads there, without slashes at its end.
    private struct Root {
        let prefix: ArraySlice<UInt8>
        let path: String
        let keepsPrefix: Bool

        init(_ root: StaticFiles.Root) {
            let prefix = Array(root.prefix.utf8)
            let end = prefix.lastIndex { $0 != UInt8(ascii: "/") }
            self.prefix = prefix[..<(end.map { $0 + 1 } ?? 0)]
            path = root.path
            keepsPrefix = root.keepsPrefix
        }

        /// The name below the root; nil where it is no path of this root: "/static" is no prefix of "/statics".
        func name(of asked: [UInt8]) -> [UInt8]? {
            guard asked.starts(with: prefix) else { return nil }
            let rest = asked[prefix.count...]
            guard rest.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
            return keepsPrefix ? asked : Array(rest)
        }
    }

    /// What answers a request without the app.
    enum Finding {
        case file(StaticAnswer)
        case redirect(to: [UInt8])

        /// Sends it.
        func send(_ exchange: Exchange) {
            switch self {
            case .file(let answer): answer.send(exchange)
            case .redirect(let place): DirectoryRedirect.send(exchange, to: place)
            }
        }
    }

    /// The file that a GET or HEAD is for. Nil leaves the request to the app, as it does every path that leads to no
    /// readable file, or out of its root.
    func find(_ exchange: Exchange) -> Finding? {
        if roots.isEmpty && !rules.looksInDocumentRoot { return nil }
        let text = exchange.request.text
        guard let method = exchange.facts.method, let path = exchange.facts.path,
            text.span.holds("GET", at: method) || text.span.holds("HEAD", at: method)
        else { return nil }
        let asked = Array(text[path])
        if skips(asked) || Self.goesUp(asked) { return nil }
        for root in roots {
            if let name = root.name(of: asked), let found = find(exchange, root.path, name) { return found }
        }
        return documentRoot(exchange).flatMap { find(exchange, $0, asked) }
    }

    /// Answers with the file that a route names, whose text says below which directory it has to be: what is filled in may
    /// be a client's. False: there is none.
    func answer(_ exchange: Exchange, literal path: [UInt8], below text: RouteText) -> Bool {
        let end = text.isPlain ? path.count : text.beginning.lastIndex(of: slash).map { $0 + 1 } ?? 0
        let directory = path.prefix(end)
        guard !directory.isEmpty, path.starts(with: directory), !Self.goesUp(path), !path.contains(0),
            let found = find(
                exchange, String(decoding: directory, as: UTF8.self), Array(path.dropFirst(directory.count)))
        else { return false }
        found.send(exchange)
        return true
    }

    private var slash: UInt8 { UInt8(ascii: "/") }

    /// A path with `..` in it: it would lead past the prefix by which its root was found.
    private static func goesUp(_ path: [UInt8]) -> Bool {
        path.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) }
    }

    private func skips(_ name: [UInt8]) -> Bool {
        skippedEndings.contains { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }
    }

    /// What the server in front says; in HTTP nobody does.
    private func documentRoot(_ exchange: Exchange) -> String? {
        guard rules.looksInDocumentRoot, case .uwsgi = exchange.request.head,
            let root = exchange.value(of: "DOCUMENT_ROOT"), root.first == UInt8(ascii: "/"), !root.contains(0)
        else { return nil }
        return String(decoding: root, as: UTF8.self)
    }

    /// What a name leads to below a directory, or a file itself.
    private func find(_ exchange: Exchange, _ path: String, _ name: [UInt8]) -> Finding? {
        guard let root = try? ServedRoot(path, safe: safe), let found = root.open(name),
            let facts = try? FileFacts(descriptor: found.raw)
        else { return nil }
        if let file = StaticFile(found, facts, name.contains { $0 != UInt8(ascii: "/") } ? name : Array(path.utf8)) {
            return answer(exchange, root, file)
        }
        guard facts.kind == .directory, let index = index(root, name) else { return nil }
        if let place = DirectoryRedirect.place(exchange) { return .redirect(to: place) }
        return answer(exchange, root, index)
    }

    private func index(_ root: ServedRoot, _ directory: [UInt8]) -> StaticFile? {
        for index in indexes {
            if let file = StaticFile(root, directory + [UInt8(ascii: "/")] + index) { return file }
        }
        return nil
    }

    private func answer(_ exchange: Exchange, _ root: ServedRoot, _ file: StaticFile) -> Finding? {
        let path =
            skippedEndings.isEmpty && expiries.isEmpty && compressed.isEmpty && rules.handover == nil ? [] : file.path
        if skips(path) { return nil }
        let mayBeCompressed = compressed.include(path)
        let chosen = mayBeCompressed ? CompressedFiles.choice(exchange, file, root) : file
        let type = types.type(of: file)
        var answer = StaticAnswer(chosen, type: type)
        answer.varies = mayBeCompressed
        answer.expires = expiries.moment(
            Expiries.Subject(exchange: exchange, path: path, type: type, modified: chosen.modified))
        answer.handover = rules.handover.map { ($0, chosen.path) }
        return .file(answer)
    }
}
