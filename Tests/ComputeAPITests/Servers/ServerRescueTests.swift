import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite("Rescue and unrescue")
struct ServerRescueTests {
    private func act(_ body: String, on cloud: TestCompute) async throws -> TestResponse {
        try await cloud.send(.post, "servers/\(TestCompute.id(1))/action", body: body)
    }

    @Test("A rescue answers the password, given or made")
    func password() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let answer = try await act(#"{"rescue": {"adminPass": "s3cret"}}"#, on: cloud)
            #expect(answer.status == .ok)
            #expect(answer.json == ["adminPass": "s3cret"])
            let server = try await cloud.stores.servers.server(
                TestCompute.id(1), in: .everything, facets: [], includingDeleted: false)
            #expect(server.taskState == .rescuing)
        }
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let answer = try await act(#"{"rescue": null}"#, on: cloud)
            #expect(answer.status == .ok)
            #expect(answer.json?[key: "adminPass"]?.text?.utf8.count == 12)
        }
    }

    @Test("A rescue answers nothing where passwords are not told")
    func untold() async throws {
        try await TestCompute.withServers({ $0.showsAdminPassword = false }) { cloud in
            try await cloud.add(1)
            let answer = try await act(#"{"rescue": {"adminPass": "s3cret"}}"#, on: cloud)
            #expect(answer.status == .ok)
            #expect(answer.json == [:])
        }
    }

    @Test("An administrator rescues a tenant's server from the tenant's private image")
    func privateImage() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            _ = try await cloud.stores.images.change(TestCompute.image, in: .everything) { $0.visibility = .private }
            let answer = try await cloud.send(
                .post, "servers/\(TestCompute.id(1))/action", as: .foreignAdmin, body: #"{"rescue": null}"#)
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test(
        "Images that nothing can be rescued from are refused",
        arguments: [
            (["hw_rescue_device": "lun"], "hw_rescue_device"), (["hw_rescue_bus": "fdc"], "hw_rescue_bus"),
            (["hw_rescue_device": "floppy", "hw_rescue_bus": "usb"], "hw_rescue_bus"),
            (["hw_rescue_device": "cdrom", "hw_rescue_bus": "virtio"], "hw_rescue_bus"),
            (["hw_rescue_device": "tape"], "hw_rescue_device"),
        ])
    func images(properties: [String: String], named: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            var image = try await cloud.stores.images.image(TestCompute.image, in: .everything)
            image.id = ImageID("70a599e0-31e7-49b7-b260-000000000009")
            image.properties = properties
            try await cloud.stores.images.create(image)
            let answer = try await act(#"{"rescue": {"rescue_image_ref": "\#(image.id)"}}"#, on: cloud)
            #expect(answer.status == .badRequest)
            #expect(answer.message?.contains(named) == true, "\(answer.text)")
        }
    }

    @Test("An unknown image, a wrong key and a wrong state each have their own answer")
    func refusals() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let unknown = "70a599e0-31e7-49b7-b260-00000000000f"
            let answer = try await act(#"{"rescue": {"rescue_image_ref": "\#(unknown)"}}"#, on: cloud)
            #expect(answer.status == .badRequest)
            #expect(answer.message == "Requested rescue image '\(unknown)' is not supported")
            #expect(try await act(#"{"rescue": {"image": "a"}}"#, on: cloud).status == .badRequest)
            #expect(try await act(#"{"rescue": {"rescue_image_ref": "a"}}"#, on: cloud).status == .badRequest)
            #expect(try await act(#"{"unrescue": null}"#, on: cloud).status == .conflict)
        }
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.vmState = .paused }
            let answer = try await act(#"{"rescue": {"rescue_image_ref": "\#(TestCompute.image)"}}"#, on: cloud)
            #expect(answer.status == .conflict)
            #expect(
                answer.message
                    == "Cannot 'rescue' instance \(TestCompute.id(1)) while it is in vm_state paused")
        }
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.vmState = .rescued }
            #expect(try await act(#"{"unrescue": null}"#, on: cloud).status == .accepted)
        }
    }
}
