import Testing

@testable import ComputeAPI

@Suite struct ImagePropertyNameTests {
    @Test("Of an image's properties a server shows what the compute service knows, by its present name")
    func shown() {
        let properties = [
            "hw_disk_bus": "virtio", "hw_nonsense": "x", "note": "not ours", "architecture": "x86_64",
            "hypervisor_type": "qemu", "img_hv_type": "kvm", "hw_numa_cpus.0": "0,1",
            "trait:HW_CPU_X86_AVX": "required",
        ]
        #expect(
            ImagePropertyNames.shown(of: properties) == [
                "hw_disk_bus": "virtio", "hw_architecture": "x86_64", "img_hv_type": "kvm", "hw_numa_cpus.0": "0,1",
                "trait:HW_CPU_X86_AVX": "required",
            ])
    }

    @Test("A shown value has 255 characters at most")
    func long() {
        let shown = ImagePropertyNames.shown(of: ["os_command_line": String(repeating: "é", count: 300)])
        #expect(shown == ["os_command_line": String(repeating: "é", count: 255)])
    }
}
