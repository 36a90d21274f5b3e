/// The identifier of one kind of thing, kept as the text that clients send and see.
///
/// Servers, images, networks and ports use canonical lower-case UUIDs; lookups compare the text as given, so another
/// spelling of the same UUID finds nothing (conventions.md, section 14).
package struct ID<Subject>: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension ID: CustomStringConvertible {
    package var description: String { text }
}

extension ID: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

package typealias ServerID = ID<ServerRecord>
package typealias ImageID = ID<ImageRecord>
package typealias NetworkID = ID<NetworkRecord>
package typealias SubnetID = ID<SubnetRecord>
package typealias PortID = ID<PortRecord>
/// A project of the identity service (32 hexadecimal digits).
package enum ProjectTag {}
package typealias ProjectID = ID<ProjectTag>
/// A user of the identity service (32 hexadecimal digits).
package enum UserTag {}
package typealias UserID = ID<UserTag>
/// The stable name of a compute host, as `os-services` shows it.
package enum HostTag {}
package typealias HostName = ID<HostTag>
