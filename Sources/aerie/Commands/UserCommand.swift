import ArgumentParser
import NIOHTTP1
import WireJSON

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make, list and remove users, and give them roles.",
        subcommands: [List.self, Create.self, Delete.self, SetPassword.self, Grant.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List users, and what they may do where.")
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let client = try await options.client()
            let answer = try await client.identity(.GET, "/users")
            if options.json { return Output.json(answer) }
            let roles = try await client.rolesByUser()
            let rows = (answer[key: "users"]?.array ?? []).map { user in
                let id = user.text("id")
                return [id, user.text("name"), user.text("enabled"), roles[id]?.joined(separator: ", ") ?? "-"]
            }
            Output.table(["ID", "NAME", "ENABLED", "ROLES"], rows)
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user.", discussion: "Without --password-stdin a password is made and printed.")
        @Argument(help: "The name to log in with.") var name: String
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @Option(help: "Give the user a role in this project (name or id).") var project: String?
        @Option(help: "The role: reader, member, manager, admin or service.") var role = "member"
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let password = passwordStdin ? try Self.readPassword() : try Password.generate()
            let client = try await options.client()
            var user: JSONValue = ["name": .string(name), "password": .string(password)]
            // Whatever is misspelt is found before there is a user.
            var grant: CloudClient.Grant?
            if let project, case .object(var object) = user {
                let found = try await client.grant(of: role, in: project)
                object["default_project_id"] = .string(found.project)
                user = .object(object)
                grant = found
            }
            let answer = try await client.identity(.POST, "/users", ["user": user])
            let id = answer[key: "user"]?.text("id") ?? ""
            if let grant { try await client.change(grant, of: id, .PUT) }
            if options.json { return Output.json(answer) }
            print(passwordStdin ? id : "\(id)\npassword: \(password)")
        }

        static func readPassword() throws -> String {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw CLIError("no password came from standard input")
            }
            return line
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user; servers that they made stay.")
        @Argument(help: "Name or id.") var user: String
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let client = try await options.client()
            _ = try await client.identity(.DELETE, "/users/\(try await client.find(user, in: "users"))")
        }
    }

    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password", abstract: "Set a user's password, read from standard input; their tokens end.")
        @Argument(help: "Name or id.") var user: String
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let password = try Create.readPassword()
            let client = try await options.client()
            let id = try await client.find(user, in: "users")
            _ = try await client.identity(.PATCH, "/users/\(id)", ["user": ["password": .string(password)]])
        }
    }

    /// Which role of whom.
    struct Assignment: ParsableArguments {
        @Argument(help: "User, name or id.") var user: String
        @Argument(help: "Project, name or id.") var project: String
        @Argument(help: "reader, member, manager, admin or service.") var role = "member"
        @OptionGroup var options: CloudOptions

        func change(_ method: HTTPMethod) async throws {
            let client = try await options.client()
            let grant = try await client.grant(of: role, in: project)
            try await client.change(grant, of: try await client.find(user, in: "users"), method)
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user a role in a project.")
        @OptionGroup var assignment: Assignment

        func run() async throws { try await assignment.change(.PUT) }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a role in a project from a user.")
        @OptionGroup var assignment: Assignment

        func run() async throws { try await assignment.change(.DELETE) }
    }
}
