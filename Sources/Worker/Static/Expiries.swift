import Kernel
import Protocol

/// When files get old (`static-expires` and its kin).
struct Expiries: Sendable {
    private struct Rule: Sendable {
        let rule: StaticFiles.Expiry
        let type: String
        let pattern: Expression?
    }

    private let rules: [Rule]

    init(_ rules: [StaticFiles.Expiry]) {
        self.rules = rules.map { rule in
            Rule(rule: rule, type: rule.pattern, pattern: rule.subject == .type ? nil : try? Expression(rule.pattern))
        }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// A request for a file.
    struct Subject {
        let exchange: Exchange
        let path: [UInt8]
        let type: String
        /// Seconds since 1970 of the file's last change.
        let modified: Int64
    }

    /// Seconds since 1970 when the file gets old, by the first rule that fits it.
    func moment(_ subject: Subject) -> Int64? {
        for rule in rules where fits(rule, subject) {
            return (rule.rule.sinceChange ? subject.modified : subject.exchange.core.clock) + Int64(rule.rule.seconds)
        }
        return nil
    }

    private func fits(_ rule: Rule, _ subject: Subject) -> Bool {
        let (facts, text) = (subject.exchange.facts, subject.exchange.request.text)
        return switch rule.rule.subject {
        case .type: rule.type == subject.type
        case .file: rule.pattern?.isFound(in: subject.path.span) == true
        case .path: rule.pattern?.isFound(in: text.span.extracting(facts.path ?? 0..<0)) == true
        case .uri: rule.pattern?.isFound(in: text.span.extracting(facts.uri ?? 0..<0)) == true
        }
    }
}
