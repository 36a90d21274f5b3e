/// nil leaves a field as it is.
package struct ProjectUpdate: Sendable {
    package var name: String?
    package var description: String?
    package var isEnabled: Bool?

    package init(name: String? = nil, description: String? = nil, isEnabled: Bool? = nil) {
        self.name = name
        self.description = description
        self.isEnabled = isEnabled
    }
}
