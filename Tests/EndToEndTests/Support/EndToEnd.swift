import AerieTestSupport
import Testing

/// Everything here runs a real aeried over the machine's libvirt, one test after another.
@Suite(
    .serialized,
    .enabled(if: Binaries.canRunDomains, "needs libvirt (scripts/start-libvirt) and the guests (scripts/build-guest)"))
enum EndToEnd {}

/// The same, beside it: what mostly waits for guests that boot, or needs much of the host. Each test has a cloud of its
/// own, so two of them share nothing but the host.
@Suite(
    .serialized,
    .enabled(if: Binaries.canRunDomains, "needs libvirt (scripts/start-libvirt) and the guests (scripts/build-guest)"))
enum EndToEndAside {}

/// A third lane, for what kills daemons at one point after another, and for some of the long ones.
@Suite(
    .serialized,
    .enabled(if: Binaries.canRunDomains, "needs libvirt (scripts/start-libvirt) and the guests (scripts/build-guest)"))
enum EndToEndBeside {}
