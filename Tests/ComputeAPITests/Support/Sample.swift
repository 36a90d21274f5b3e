import APISchema
import FoundationEssentials
import Testing
import WireJSON

/// A golden sample: the JSON that an operation answers at a version, in `Samples/<resource>/<version>/<name>.json`.
enum Sample {
    private static var folder: String { #filePath.replacing("Support/Sample.swift", with: "Samples/") }

    /// Compares structurally: the order of keys does not matter. With `AERIE_RECORD_SAMPLES` set in the environment the
    /// sample is written instead, to be read by whoever changes it.
    static func expect(
        _ actual: JSONValue?, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = folder + name + ".json"
        let actual = try #require(actual, "no JSON was answered", sourceLocation: sourceLocation)
        if ProcessInfo.processInfo.environment["AERIE_RECORD_SAMPLES"] != nil { return try record(actual, at: path) }
        let data = try Data(contentsOf: URL(filePath: path))
        let expected = try JSONParser.parse([UInt8](data))
        #expect(actual == expected, "\(name)", sourceLocation: sourceLocation)
    }

    /// The versions that a resource has the named sample of.
    static func versions(of resource: String, named name: String) throws -> [Microversion] {
        let versions = try FileManager.default.contentsOfDirectory(atPath: folder + resource)
        return versions.filter { FileManager.default.fileExists(atPath: "\(folder)\(resource)/\($0)/\(name).json") }
            .compactMap { $0 == "v2" ? .legacy : Int($0.dropFirst(2)).flatMap { Microversion(major: 2, minor: $0) } }
    }

    /// What a client sends, in `Samples/<resource>/<version>/<name>-request.json`.
    static func request(_ resource: String, _ version: Microversion, _ name: String) throws -> JSONValue {
        let path = "\(folder)\(resource)/\(version.isLegacy ? "v2" : "\(version)")/\(name)-request.json"
        return try JSONParser.parse([UInt8](try Data(contentsOf: URL(filePath: path))))
    }

    private static func record(_ value: JSONValue, at path: String) throws {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        try Data((value.pretty(0) + "\n").utf8).write(to: URL(filePath: path))
    }
}

extension JSONValue {
    fileprivate func pretty(_ depth: Int) -> String {
        let (inner, outer) = (String(repeating: "  ", count: depth + 1), String(repeating: "  ", count: depth))
        switch self {
        case .array(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.pretty(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let object) where !object.isEmpty:
            let members = object.members.sorted { $0.key < $1.key }.map {
                "\(inner)\(JSONValue.string($0.key).pretty(0)): \($0.value.pretty(depth + 1))"
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(outer)}"
        case .null, .bool, .int, .largeInteger, .double, .string, .array, .object:
            return String(decoding: encoded, as: UTF8.self)
        }
    }
}
