package struct Project: Sendable, Equatable, Identifiable {
    package let id: String
    package var name: String
    package var description: String
    package var isEnabled: Bool

    package init(id: String, name: String, description: String = "", isEnabled: Bool = true) {
        self.id = id
        self.name = name
        self.description = description
        self.isEnabled = isEnabled
    }
}
