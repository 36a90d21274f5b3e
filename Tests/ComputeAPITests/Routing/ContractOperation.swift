import APISchema
import FoundationEssentials
import HTTPTypes
import Testing

/// A row of the contract's list of operations.
struct ContractOperation: Sendable {
    let method: HTTPRequest.Method
    /// Below version and project.
    let path: String
    let action: String?
    let versions: Versions
    let isServed: Bool

    var title: String { "\(method.rawValue) \(path)\(action.map { " \($0)" } ?? "")" }

    /// The path's segments with something in place of each parameter.
    var segments: [String] {
        path.split(separator: "/").map { $0.hasPrefix("{") ? "x" : String($0) }
    }

    static func all() throws -> [ContractOperation] {
        let path = #filePath.replacing("Routing/ContractOperation.swift", with: "operations.tsv")
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        return try text.split(separator: "\n").dropFirst().compactMap(read)
    }

    /// Nil for documents that belong to no endpoint: the roots of the versions, which need no token.
    private static func read(_ line: Substring) throws -> ContractOperation? {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        try #require(cells.count == 11, "\(line)")
        guard cells[10] != "document" else { return nil }
        return ContractOperation(
            method: try #require(HTTPRequest.Method(cells[0])), path: String(cells[1].dropFirst()),
            action: cells[2].isEmpty ? nil : cells[2], versions: try versions(from: cells[4], to: cells[5]),
            isServed: cells[10] == "yes")
    }

    /// What begins with 2.1 is there for legacy clients too; a dash stands for never.
    private static func versions(from first: String, to last: String) throws -> Versions {
        guard first != "-" else { return .none }
        let first = first == "2.1" ? 0 : try minor(first)
        let end = last.isEmpty ? Microversion.count : try minor(last) + 1
        let all = Microversion.all
        switch (first, end) {
        case (0, Microversion.count): return .all
        case (0, let end): return .before(all[end])
        case (let first, Microversion.count): return .since(all[first])
        case (let first, let end): return .between(all[first], all[end])
        }
    }

    private static func minor(_ version: String) throws -> Int {
        try #require(Int(version.dropFirst(2)), "\(version)")
    }
}
