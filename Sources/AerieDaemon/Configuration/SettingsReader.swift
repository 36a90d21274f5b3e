import Configuration

/// Reads the options of one section. It tells a value of the wrong kind from one that is not set: a typing error must not
/// become a default. An empty text counts as not set.
struct SettingsReader: Sendable {
    let section: String
    /// The first that has an option wins.
    let sources: [SettingsSource]
    let asked: AskedOptions

    func text(_ option: String) throws(SettingsError) -> String? {
        try found(option, "one value, not a list").map(\.text)
    }

    func text(_ option: String, default standard: String) throws(SettingsError) -> String {
        try text(option) ?? standard
    }

    /// A text that has to pass `parse`.
    /// - Parameter wanted: what the option takes, for the one who wrote something else.
    func value<Value>(
        _ option: String, _ wanted: String, default standard: Value, _ parse: (String) -> Value?
    ) throws(SettingsError) -> Value {
        guard let found = try found(option, wanted) else { return standard }
        guard let value = parse(found.text) else { throw refusal(option, found, wanted) }
        return value
    }

    func integer(
        _ option: String, in range: ClosedRange<Int>, default standard: Int
    ) throws(SettingsError) -> Int {
        try value(option, "a whole number" + range.bounds, default: standard) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A finite number above 0.
    func ratio(_ option: String, default standard: Double) throws(SettingsError) -> Double {
        try value(option, "a number above 0", default: standard) { text in
            Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: String, default standard: Choice
    ) throws(SettingsError) -> Choice where Choice.RawValue == String {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(option, "one of " + known, default: standard) { Choice(rawValue: $0) }
    }

    /// A flag without a value says yes.
    func isSet(_ option: String, default standard: Bool) throws(SettingsError) -> Bool {
        let wanted = "true or false"
        for source in sources {
            do {
                if case .bool(let value)? = try source.value(key(option), .bool) { return value }
            } catch {
                guard let found = try text(option, in: source, wanted) else { continue }
                throw refusal(option, found, wanted)
            }
        }
        return standard
    }

    /// In a file a list, or one text with commas, as elsewhere.
    func list(_ option: String) throws(SettingsError) -> [String] {
        for source in sources {
            let items = try items(option, in: source).map { $0.trimmingPrefix(while: \.isWhitespace) }
                .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }.filter { !$0.isEmpty }
            if !items.isEmpty { return items }
        }
        return []
    }

    private func items(_ option: String, in source: SettingsSource) throws(SettingsError) -> [String] {
        if case .stringArray(let values)? = try? source.value(key(option), .stringArray) { return values }
        guard let found = try text(option, in: source, "a list of texts") else { return [] }
        return found.text.split(separator: ",").map(String.init)
    }

    /// For a value that is refused for what it means.
    func refusal(_ option: String, _ text: String, _ wanted: String) -> SettingsError {
        let source = sources.first { (try? self.text(option, in: $0, wanted)).flatMap { $0 }?.text == text }
        return refusal(option, Found(text: text, source: source?.name(of: key(option))), wanted)
    }
}

extension SettingsReader {
    private struct Found {
        let text: String
        let source: String?
    }

    private func key(_ option: String) -> AbsoluteConfigKey {
        asked.add("\(section).\(option)")
        return AbsoluteConfigKey([section, option])
    }

    private func found(_ option: String, _ wanted: String) throws(SettingsError) -> Found? {
        for source in sources {
            if let found = try text(option, in: source, wanted) { return found }
        }
        return nil
    }

    private func text(
        _ option: String, in source: SettingsSource, _ wanted: String
    ) throws(SettingsError) -> Found? {
        let key = key(option)
        let content: ConfigContent?
        do {
            content = try source.value(key, .string)
        } catch {
            // A list, or a flag that was given twice or without a value.
            throw SettingsError("\(section).\(option) (from \(source.name(of: key))) takes \(wanted).")
        }
        guard case .string(let text)? = content, !text.isEmpty else { return nil }
        return Found(text: text, source: source.name(of: key))
    }

    private func refusal(_ option: String, _ found: Found, _ wanted: String) -> SettingsError {
        let origin = found.source.map { " (from \($0))" } ?? ""
        return SettingsError("\(section).\(option) is '\(found.text)'\(origin); it takes \(wanted).")
    }
}

extension ClosedRange<Int> {
    fileprivate var bounds: String {
        upperBound == .max ? ", \(lowerBound) or more" : " from \(lowerBound) to \(upperBound)"
    }
}
