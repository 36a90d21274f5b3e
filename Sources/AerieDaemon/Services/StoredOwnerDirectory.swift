import Compute
import Identity

/// Names of users and projects from the identity store.
struct StoredOwnerDirectory: OwnerDirectory {
    let identity: any IdentityStore

    func names(user: UserID, project: ProjectID) async -> OwnerNames {
        // Names are for people who look at a guest: without the store, or after the user is gone, the ids do.
        let userName = try? await identity.user(id: user.text)?.name
        let projectName = try? await identity.project(id: project.text)?.name
        return OwnerNames(user: userName ?? user.text, project: projectName ?? project.text)
    }
}
