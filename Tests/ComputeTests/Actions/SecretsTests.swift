import Compute
import DurableActions
import Foundation
import Testing

@Suite("What ended actions keep")
struct SecretsTests {
    @Test("The password and the injected files are gone")
    func forgotten() throws {
        var action = CreateServer(
            server: ServerID("6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100"), adminPassword: "a-secret-word",
            files: [InjectedFile(path: "/etc/a-secret-file", contents: [1])], onlyHost: nil)
        let before = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        action.forgetSecrets()
        let after = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        #expect(before.contains("a-secret-word"))
        #expect(!after.contains("secret"))
    }

    @Test("Neither is the password of a rescue")
    func rescued() throws {
        let image = try #require(Sample.server().image)
        var action = RescueServer(server: Sample.id, image: image, adminPassword: "a-secret-word")
        let before = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        action.forgetSecrets()
        let after = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        #expect(before.contains("a-secret-word"))
        #expect(!after.contains("secret"))
    }

    @Test("Neither are those of a rebuild")
    func rebuilt() throws {
        let image = try #require(Sample.server().image)
        var action = RebuildServer(
            server: Sample.id, rebuild: ServerRebuild(image: image), keepsEphemeral: false,
            adminPassword: "a-secret-word", files: [InjectedFile(path: "/etc/a-secret-file", contents: [1])])
        let before = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        action.forgetSecrets()
        let after = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        #expect(before.contains("a-secret-word"))
        #expect(!after.contains("secret"))
    }

    @Test("A change of the password keeps neither it nor what it was encrypted to")
    func password() throws {
        var action = ChangePassword(
            server: ServerID("6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100"), password: "a-secret-word", sealed: "a-sealed-word"
        )
        #expect(String(decoding: try JSONEncoder().encode(action), as: UTF8.self).contains("a-secret-word"))
        action.forgetSecrets()
        let after = String(decoding: try JSONEncoder().encode(action), as: UTF8.self)
        #expect(!after.contains("secret") && !after.contains("sealed-word"))
    }
}
