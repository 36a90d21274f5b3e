/// A processor flag, and what is wanted of it.
package struct CPUFeature: XMLRepresentable {
    package var name = ""
    /// Nil in host capabilities, where each one named is there.
    package var policy: Policy?

    package init() {}
    package init(_ name: String, _ policy: Policy? = nil) {
        self.name = name
        self.policy = policy
    }

    package static let fields: [XMLField<Self>] = [.value("@policy", \.policy), .always("@name", \.name)]

    package struct Policy: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let force: Self = "force"
        package static let require: Self = "require"
        package static let optional: Self = "optional"
        package static let disable: Self = "disable"
        package static let forbid: Self = "forbid"
    }
}
