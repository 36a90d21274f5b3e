import ArgumentParser
import NIOHTTP1
import WireJSON

struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Make, list and remove projects.",
        subcommands: [List.self, Create.self, Delete.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List projects.")
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let answer = try await options.client().identity(.GET, "/projects")
            if options.json { return Output.json(answer) }
            let rows = (answer[key: "projects"]?.array ?? []).map {
                [$0.text("id"), $0.text("name"), $0.text("enabled"), $0.text("description")]
            }
            Output.table(["ID", "NAME", "ENABLED", "DESCRIPTION"], rows)
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a project.")
        @Argument(help: "Its name.") var name: String
        @Option(help: "What it is for.") var description = ""
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let body: JSONValue = ["project": ["name": .string(name), "description": .string(description)]]
            let answer = try await options.client().identity(.POST, "/projects", body)
            if options.json { return Output.json(answer) }
            print(answer[key: "project"]?.text("id") ?? "")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a project; its servers stay.")
        @Argument(help: "Its name or id.") var project: String
        @OptionGroup var options: CloudOptions

        func run() async throws {
            let client = try await options.client()
            let id = try await client.find(project, in: "projects")
            _ = try await client.identity(.DELETE, "/projects/\(id)")
        }
    }
}

extension CloudClient {
    /// The id behind a name or an id.
    func find(_ text: String, in collection: String) async throws -> String {
        let all = try await identity(.GET, "/\(collection)")[key: collection]?.array ?? []
        let found = all.first { $0[key: "id"]?.text == text } ?? all.first { $0[key: "name"]?.text == text }
        guard let id = found?[key: "id"]?.text else {
            throw CLIError("there is no \(text) among the \(collection)")
        }
        return id
    }
}
