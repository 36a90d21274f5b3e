import AerieTestSupport
import Testing

/// Everything here runs a real aeried over the machine's libvirt, one test after another: each has the host to itself.
@Suite(
    .serialized,
    .enabled(if: Binaries.canRunDomains, "needs libvirt (scripts/start-libvirt) and the guests (scripts/build-guest)"))
enum EndToEnd {}
