import Testing

@testable import HypervisorLibvirt

struct DiskRoomTests {
    @Test func `a disk is nearly used up below 1 GiB, a small one below a twentieth`() {
        #expect(DiskRoom(size: 1 << 40, free: (1 << 30) - 1).isNearlyUsedUp)
        #expect(!DiskRoom(size: 1 << 40, free: 1 << 30).isNearlyUsedUp)
        #expect(DiskRoom(size: 1000, free: 49).isNearlyUsedUp)
        #expect(!DiskRoom(size: 1000, free: 50).isNearlyUsedUp)
    }

    @Test func `room that can't be told is nil`() {
        #expect(DiskRoom(of: "/nowhere/at/all") == nil)
        #expect(DiskRoom(of: "/")?.size ?? 0 > 0)
    }
}
