import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct ExtraSpecTests {
    @Test("specs are added, shown, changed and removed, numbers as text", arguments: ["v2", "2.1", "2.86", "2.104"])
    func life(version: String) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            let specs = "flavors/tiny/os-extra_specs"
            let added = try await cloud.send(
                .post, specs, as: .admin, version: version, body: #"{"extra_specs": {"my:a": "b", "my:n": 1.5}}"#)
            #expect(added.status == .ok)
            #expect(added.json == ["extra_specs": ["my:a": "b", "my:n": .double(1.5)]] as JSONValue)
            let all = try await cloud.send(.get, specs, as: .reader, version: version)
            #expect(all.json == ["extra_specs": ["my:a": "b", "my:n": "1.5"]] as JSONValue)
            let changed = try await cloud.send(
                .put, specs + "/my:a", as: .admin, version: version, body: #"{"my:a": "c"}"#)
            #expect(changed.json == ["my:a": "c"] as JSONValue)
            #expect(try await cloud.send(.get, specs + "/my:a", version: version).json == ["my:a": "c"] as JSONValue)
            let removed = try await cloud.send(.delete, specs + "/my:a", as: .admin, version: version)
            #expect(removed.status == .ok)
            #expect(removed.text.isEmpty)
            #expect(try await cloud.send(.get, specs + "/my:a", version: version).status == .notFound)
            #expect(try await cloud.send(.delete, specs + "/my:a", as: .admin, version: version).status == .notFound)
        }
    }

    @Test(
        "bodies that are no specs are refused",
        arguments: [
            (HTTPMethod.post, "", #"{"extra_specs": {}}"#), (.post, "", #"{"extra_specs": {"a/b": "c"}}"#),
            (.post, "", #"{"extra_specs": {"a": null}}"#), (.post, "", #"{"extra_specs": {"a": true}}"#),
            (.post, "", #"{"specs": {"a": "b"}}"#), (.put, "/a", #"{"b": "c"}"#),
            (.put, "/a", #"{"a": "b", "c": "d"}"#), (.put, "/a", "{}"),
        ])
    func badBodies(method: HTTPMethod, key: String, body: String) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            let answer = try await cloud.send(method, "flavors/tiny/os-extra_specs\(key)", as: .admin, body: body)
            #expect(answer.status == .badRequest)
        }
    }

    @Test(
        "known namespaces are looked at from 2.86 on",
        arguments: [("2.85", HTTPResponse.Status.ok), ("2.86", .badRequest)])
    func validation(version: String, status: HTTPResponse.Status) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            let specs = "flavors/tiny/os-extra_specs"
            let added = try await cloud.send(
                .post, specs, as: .admin, version: version, body: #"{"extra_specs": {"hw:cpu_policy": "sometimes"}}"#)
            #expect(added.status == status)
            let changed = try await cloud.send(
                .put, specs + "/hw:numa_nodes", as: .admin, version: version, body: #"{"hw:numa_nodes": "0"}"#)
            #expect(changed.status == status)
        }
    }

    @Test(
        "what the known specs may hold",
        arguments: [
            ("hw:cpu_policy=mixed", true), ("hw:cpu_policy=Mixed", false), ("hw:cpu_dedicated_mask=0-3,^2", true),
            ("hw:cpu_dedicated_mask=0-", false), ("hw:numa_cpus.0=0,1", true), ("hw:numa_cpus.x=0", false),
            ("hw:numa_mem.1=512", true), ("hw:numa_mem.1=0", false), ("hw:mem_page_size=large", true),
            ("hw:mem_page_size=2MB", true), ("hw:mem_page_size=1GiB", true), ("hw:mem_page_size=2048", true),
            ("hw:mem_page_size=MB", false), ("hw:mem_page_size=2Xb", false), ("hw:boot_menu=Yes", true),
            ("hw:boot_menu=maybe", false), ("hw:redirected_usb_ports=16", false), ("hw:nothing=1", false),
            ("hw:maxphysaddr_bits=42", false), ("hw_rng:allowed=true", true), ("hw_video:ram_max_mb=-1", false),
            ("os:secure_boot=required", true), ("os:secure_boot=optional", false), ("quota:cpu_quota=-1", true),
            ("quota:cpu_shares=-1", false), ("quota:disk_read_iops_sec=10", true), ("quota:vif_inbound_peak=x", false),
            ("quota:cpu_shares_level=custom", true), ("resources:VCPU=0", true), ("resources1:CUSTOM_GOLD=1", true),
            ("resources:GOLD=1", false), ("resources:VGPU=x", false), ("trait:CUSTOM_A=required", true),
            ("trait_a:HW_CPU_X86_AVX=forbidden", true), ("trait:CUSTOM_A=maybe", false), ("group_policy=none", true),
            ("group_policy=some", false), ("pci_passthrough:alias=gpu:1,nic:2", true),
            ("pci_passthrough:alias=gpu", false), ("capabilities:cpu_info:arch=x86_64", true),
            ("aggregate_instance_extra_specs:ssd=<or> true", true), ("powervm:min_mem=1", false),
            ("mine:anything=at all", true), ("plain=at all", true), ("hide_hypervisor_id=2", false),
        ])
    func known(pair: String, isFine: Bool) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            let parts = pair.split(separator: "=", maxSplits: 1)
            let answer = try await cloud.send(
                .post, "flavors/tiny/os-extra_specs", as: .admin, version: "2.86",
                body: #"{"extra_specs": {"\#(parts[0])": "\#(parts[1])"}}"#)
            #expect(answer.status == (isFine ? .ok : .badRequest))
            #expect(isFine || answer.message?.contains(parts[0]) == true)
        }
    }
}
