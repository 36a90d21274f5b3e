/// A project that may use a private flavor.
package struct FlavorAccess: Sendable, Hashable {
    package var flavorID: String
    package var project: ProjectID

    package init(flavorID: String, project: ProjectID) {
        self.flavorID = flavorID
        self.project = project
    }
}
