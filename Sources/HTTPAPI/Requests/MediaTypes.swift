import HTTPTypes

/// Media types as requests name them: the type alone, in lower case.
enum MediaTypes {
    static let json = "application/json"
    static let computeJSON = "application/vnd.openstack.compute+json"

    /// The body may be read as JSON: a type that says so, plain text, or no type at all.
    static func isReadableAsJSON(_ headers: HTTPFields) -> Bool {
        guard let value = headers[.contentType], value != json else { return true }
        return ["", "text/plain", json, computeJSON].contains(essence(of: value))
    }

    /// Types of an Accept header, most wanted first.
    static func accepted(_ headers: HTTPFields) -> [String] {
        let items = headers[values: .accept].flatMap { $0.split(separator: ",") }
        let weighted = items.enumerated().map { (position: $0, type: essence(of: $1), weight: weight(of: $1)) }
        return weighted.filter { $0.weight > 0 }
            .sorted { ($0.weight, -$0.position) > ($1.weight, -$1.position) }
            .map(\.type)
    }

    /// JSON as the request wants it called; anything unacceptable is ignored.
    static func responseType(_ headers: HTTPFields) -> String {
        // What nearly every client sends.
        guard let value = headers[.accept], value != json, value != "*/*" else { return json }
        return accepted(headers).first { [json, computeJSON].contains($0) } ?? json
    }

    static func acceptsJSON(_ headers: HTTPFields) -> Bool {
        accepted(headers).contains { [json, computeJSON].contains($0) }
    }

    private static func essence(of value: some StringProtocol) -> String {
        value.prefix { $0 != ";" }.lowercased().trimmingSpace
    }

    private static func weight(of item: some StringProtocol) -> Double {
        for parameter in item.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map(\.trimmingSpace)
            if parts.count == 2, parts[0].lowercased() == "q" { return Double(parts[1]) ?? 0 }
        }
        return 1
    }
}
