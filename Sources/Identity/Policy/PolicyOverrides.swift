import FoundationEssentials
import Yams

/// A policy file: a YAML mapping of rule names to checks in oslo.policy's language. JSON is YAML, too.
package struct PolicyOverrides: Sendable {
    struct Entry: Sendable {
        var name: String
        var check: PolicyCheck
        var line: Int?
    }

    let entries: [Entry]
    let file: String?

    private static let longestFile = 1 << 20

    package init(yaml: String, file: String? = nil) throws(PolicyError) {
        self.file = file
        guard yaml.utf8.count <= Self.longestFile else {
            throw PolicyError(file: file, reason: "is longer than 1 MiB")
        }
        guard let root = try Self.compose(yaml, file) else {
            entries = []
            return
        }
        guard case .mapping(let mapping) = root else {
            throw PolicyError(
                file: file, line: root.mark?.line,
                reason: "wanted a mapping of rule names to checks, found \(Self.kind(root))")
        }
        entries = try Self.entries(mapping, file)
    }

    /// An empty file is fine, one that is missing is not: it was named for a reason.
    package init(path: String) throws(PolicyError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw PolicyError(file: path, reason: "cannot be read as UTF-8 text: \(error)")
        }
        try self.init(yaml: text, file: path)
    }

    private static func compose(_ yaml: String, _ file: String?) throws(PolicyError) -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw PolicyError(file: file, line: Self.line(of: error), reason: "is not YAML: \(error)")
        } catch {
            throw PolicyError(file: file, reason: "is not YAML: \(error)")
        }
    }

    private static func entries(_ mapping: Node.Mapping, _ file: String?) throws(PolicyError) -> [Entry] {
        var entries: [Entry] = []
        var lines: [String: Int] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                throw PolicyError(
                    file: file, line: key.mark?.line, reason: "wanted a rule's name, found \(kind(key))")
            }
            let line = key.mark?.line
            guard case .scalar(let text) = value else {
                throw PolicyError(
                    file: file, line: line, rule: name.string,
                    reason: "wanted a check as text, like \"role:admin\", found \(kind(value))")
            }
            if let earlier = lines.updateValue(line ?? 0, forKey: name.string) {
                throw PolicyError(
                    file: file, line: line, rule: name.string, reason: "is already defined in line \(earlier)")
            }
            entries.append(
                Entry(name: name.string, check: try parse(text.string, name.string, line, file), line: line))
        }
        return entries
    }

    private static func parse(
        _ text: String, _ name: String, _ line: Int?, _ file: String?
    ) throws(PolicyError) -> PolicyCheck {
        do throws(PolicyParser.Failure) {
            return try PolicyParser.parse(text)
        } catch {
            throw PolicyError(file: file, line: line, rule: name, reason: error.reason)
        }
    }

    private static func kind(_ node: Node) -> String {
        switch node {
        case .scalar: "a single value"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }
}
