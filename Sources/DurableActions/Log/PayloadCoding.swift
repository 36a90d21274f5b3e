import FoundationEssentials

enum PayloadCoding {
    static func encode<Action: DurableAction>(_ action: Action) throws(UnwritablePayload) -> Data {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try encoder.encode(action)
        } catch {
            throw UnwritablePayload(kind: Action.kind, reason: "\(error)")
        }
    }

    static func decode<Action: DurableAction>(_ type: Action.Type, from row: ActionRow) throws(UnreadableAction)
        -> Action
    {
        do {
            return try JSONDecoder().decode(type, from: row.payload)
        } catch {
            // The decoding error names keys and types, and may quote user data: only its shape is kept.
            throw UnreadableAction(reason: "the payload is not that of a '\(Action.kind)': \(shape(of: error))")
        }
    }

    private static func shape(of error: any Error) -> String {
        switch error as? DecodingError {
        case .typeMismatch(_, let context): "wrong type at \(path(context.codingPath))"
        case .valueNotFound(_, let context): "no value at \(path(context.codingPath))"
        case .keyNotFound(let key, let context): "no '\(key.stringValue)' at \(path(context.codingPath))"
        case .dataCorrupted(let context): "corrupted at \(path(context.codingPath))"
        case .some, nil: "it can't be decoded"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        "/" + keys.map(\.stringValue).joined(separator: "/")
    }
}
