import ArgumentParser
import WireJSON

@main
struct Aerie: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aerie",
        abstract: "Sets up and looks after a cloud that aeried serves.",
        discussion: """
            Servers, images and flavors are managed with the standard clients (openstack --os-cloud aerie …); aerie does \
            what they can't: the first set-up, users and projects, and finding out what is wrong with a host.
            """,
        version: AerieRelease.version,
        subcommands: [
            InitCommand.self, StatusCommand.self, DoctorCommand.self, UserCommand.self, ProjectCommand.self,
        ])
}
