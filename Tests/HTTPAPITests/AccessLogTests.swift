import Testing

@testable import HTTPAPI

struct AccessLogTests {
    @Test(arguments: [
        ("/v2.1/os-console-auth-tokens/5d1e", "/v2.1/os-console-auth-tokens/***"),
        ("/v2.1/70a5/os-console-auth-tokens/5d1e/x", "/v2.1/70a5/os-console-auth-tokens/***"),
        ("/v2.1/servers/detail", "/v2.1/servers/detail"), ("", ""), ("/", "/"),
    ])
    func `a path is shown without the token of a console`(path: String, shown: String) {
        #expect(AccessEntry.shown(path) == shown)
    }
}
