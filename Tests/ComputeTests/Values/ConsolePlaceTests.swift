import Testing

@testable import Compute

@Suite struct ConsolePlaceTests {
    private let place = ConsolePlace(scheme: "https", authority: "cloud.example", path: "/consoles/a")

    @Test(
        "Pages are told where the WebSocket is, below the path as well",
        arguments: ["vnc_lite.html", "spice_auto.html"])
    func pages(name: String) {
        #expect(
            place.page(name, token: "t") == "https://cloud.example/consoles/a/\(name)?path=consoles%2Fa%2F%3Ftoken%3Dt")
        let bare = ConsolePlace(scheme: "http", authority: "127.0.0.1:6080", path: "")
        #expect(bare.page(name, token: "t") == "http://127.0.0.1:6080/\(name)?path=%3Ftoken%3Dt")
    }

    @Test("A socket is as safe as its page")
    func sockets() {
        #expect(place.socket(token: "t") == "wss://cloud.example/consoles/a/?token=t")
    }
}
