/// One rule of a network filter.
package struct NWFilterRule: XMLRepresentable {
    package var action = Action.drop
    package var direction = Direction.both
    /// From -1000, applied first, to 1000.
    package var priority: Int?
    /// False: without connection tracking.
    package var matchesState: Bool?
    /// What a packet must look like; none for every packet.
    package var matches: [Match] = []

    package init() {}
    package init(_ action: Action, _ direction: Direction, priority: Int? = nil, matches: [Match] = []) {
        self.action = action
        self.direction = direction
        self.priority = priority
        self.matches = matches
    }

    package static let fields: [XMLField<Self>] = [
        .required("@action", \.action), .required("@direction", \.direction), .value("@priority", \.priority),
        .stateMatch(\.matchesState), .packetMatches(\.matches),
    ]

    package struct Action: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let accept: Self = "accept"
        package static let drop: Self = "drop"
        package static let reject: Self = "reject"
        package static let `return`: Self = "return"
        package static let `continue`: Self = "continue"
    }

    /// As the guest sees it.
    package struct Direction: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let `in`: Self = "in"
        package static let out: Self = "out"
        package static let both: Self = "inout"
    }

    /// Fields of one protocol: `mac`, `ip`, `ipv6`, `arp`, `tcp`, `udp`, `icmp`, `all`, …
    package struct Match: Hashable, Sendable {
        package var `protocol`: String
        /// libvirt's names, e.g. `srcipaddr`; values may be variables, e.g. `$IP`.
        package var attributes: [XMLElement.Attribute]

        package init(_ protocol: String, attributes: [XMLElement.Attribute] = []) {
            self.protocol = `protocol`
            self.attributes = attributes
        }
    }
}

extension XMLField<NWFilterRule> {
    static func stateMatch(_ property: Property<Bool?>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let text = element[attribute: "statematch"] else { return }
            value[keyPath: property] = text != "0" && text != "false"
        } write: { value, element in
            element[attribute: "statematch"] = value[keyPath: property].map { $0 ? "1" : "0" }
        }
    }

    static func packetMatches(_ property: Property<[NWFilterRule.Match]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = element.children.map { .init($0.name, attributes: $0.attributes) }
        } write: { value, element in
            for match in value[keyPath: property] {
                element.append(XMLElement(match.protocol, attributes: match.attributes))
            }
        }
    }
}
