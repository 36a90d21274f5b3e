package struct NewProject: Sendable {
    package var name: String
    package var description: String
    package var isEnabled: Bool

    package init(name: String, description: String = "", isEnabled: Bool = true) {
        self.name = name
        self.description = description
        self.isEnabled = isEnabled
    }
}
