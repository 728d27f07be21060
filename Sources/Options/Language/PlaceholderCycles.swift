/// Options whose placeholders lead back to themselves. uWSGI would never come to an end with them.
extension Evaluator {
    /// Reports each cycle once, and returns the options whose expansion may not end.
    mutating func reportCycles() -> Set<Int> {
        var walk = CycleWalk(references: references())
        for index in walk.references.keys.sorted() { walk.visit(index) }
        for cycle in walk.cycles {
            let entry = items[cycle[0]].entry
            usedNames.formUnion(cycle.map { items[$0].entry.keyBytes })
            let shown = cycle.prefix(LanguageLimits.namesInCycle).map { items[$0].entry.key }
            let middle = cycle.count > shown.count ? ["..."] : []
            let names = (shown + middle + [entry.key]).joined(separator: " -> ")
            problems.error(
                at: entry.origin, "\(entry.key) = \(entry.value) refers to itself: \(names)", uwsgi: "would never end")
        }
        return walk.endless
    }

    /// For each option that has any: the options that its placeholders stand for.
    private func references() -> [Int: [Int]] {
        var references: [Int: [Int]] = [:]
        for (index, item) in items.enumerated() {
            guard let value = item.entry.valueBytes, value.contains(.percent) else { continue }
            let names = Self.names(in: value)
            let targets = names.compactMap { firstIndex[$0] }
            if !targets.isEmpty { references[index] = targets }
        }
        return references
    }

    private static func names(in value: Bytes) -> [Bytes] {
        var scan = ReferenceScan(value, symbol: .percent)
        var work = value.count + 1
        var names: [Bytes] = []
        while names.count < 1000, let name = scan.next(&work) {
            names += name.contains(0x20) ? name.words : [name]
        }
        return names
    }
}

/// A walk through references, without recursion so that its depth has no bound.
private struct CycleWalk {
    let references: [Int: [Int]]
    /// The options of each cycle in order.
    private(set) var cycles: [[Int]] = []
    /// Every option that a cycle can be reached from.
    private(set) var endless: Set<Int> = []
    private var done: Set<Int> = []

    init(references: [Int: [Int]]) {
        self.references = references
    }

    mutating func visit(_ start: Int) {
        guard !done.contains(start) else { return }
        var path: [(index: Int, next: Int)] = [(start, 0)]
        var onPath: [Int: Int] = [start: 0]
        while let (index, next) = path.last {
            let targets = references[index] ?? []
            guard next < targets.count else {
                path.removeLast()
                onPath[index] = nil
                done.insert(index)
                if let parent = path.last?.index, endless.contains(index) { endless.insert(parent) }
                continue
            }
            path[path.count - 1].next += 1
            follow(targets[next], from: index, &path, &onPath)
        }
    }

    private mutating func follow(
        _ target: Int, from index: Int, _ path: inout [(index: Int, next: Int)], _ onPath: inout [Int: Int]
    ) {
        if let position = onPath[target] {
            if cycles.count < LanguageLimits.cycles { cycles.append(path[position...].map(\.index)) }
            endless.insert(index)
        } else if done.contains(target) {
            if endless.contains(target) { endless.insert(index) }
        } else {
            onPath[target] = path.count
            path.append((target, 0))
        }
    }
}
