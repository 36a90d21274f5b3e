/// The members of a JSON object, in the order of the document. Of two members with one key the last one stays.
package struct JSONObject: Sendable {
    package struct Member: Sendable, Hashable {
        package let key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package private(set) var members: [Member] = []
    /// Where each key is; kept only for objects that are too large to search through.
    private var index: [String: Int] = [:]

    private static let searchedThrough = 16

    package init() {}

    init(_ members: [(String, JSONValue)]) {
        for (key, value) in members { self[key] = value }
    }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }
    package var keys: [String] { members.map(\.key) }

    package subscript(key: String) -> JSONValue? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            guard let newValue else { return remove(key) }
            if let position = position(of: key) {
                members[position].value = newValue
            } else {
                append(Member(key: key, value: newValue))
            }
        }
    }

    private func position(of key: String) -> Int? {
        index.isEmpty ? members.firstIndex { $0.key == key } : index[key]
    }

    private mutating func append(_ member: Member) {
        members.append(member)
        if !index.isEmpty {
            index[member.key] = members.count - 1
        } else if members.count > Self.searchedThrough {
            rebuildIndex()
        }
    }

    private mutating func remove(_ key: String) {
        guard let position = position(of: key) else { return }
        members.remove(at: position)
        if !index.isEmpty { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        index = [:]
        for (position, member) in members.enumerated() { index[member.key] = position }
    }
}

extension JSONObject: Hashable {
    /// Two objects are equal when they hold the same members, in any order.
    package static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        var sum = 0
        for member in members { sum &+= member.hashValue }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
