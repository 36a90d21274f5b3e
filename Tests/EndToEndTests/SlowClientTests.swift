import AerieTestSupport
import Foundation
import Testing

extension EndToEnd {
    struct SlowClientTests {
        /// What the server says to these bytes until it closes the connection; nil when it never does.
        private static func talk(_ bytes: String, to port: Int, within seconds: Int) async throws -> String? {
            // The port and the bytes are arguments, not part of the script.
            let script =
                "exec 3<>\"/dev/tcp/127.0.0.1/$1\" && printf %b \"$2\" >&3 && exec timeout \"$3\" cat <&3"
            let run = try await ProgramRun.of("/bin/bash", ["-c", script, "talk", "\(port)", bytes, "\(seconds)"])
            return run.status == 0 ? run.output : nil
        }

        @Test(.timeLimit(.minutes(5)))
        func `a connection whose request does not arrive is closed`() async throws {
            try await TestCloud.with(options: ["http": ["idleTimeout": "1"]]) { cloud, _ in
                let beginnings = [
                    "", "GET / HTTP/1.1\\r\\nHost: x\\r\\nX-A: ",
                    "POST /identity/v3/auth/tokens HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n{",
                ]
                for bytes in beginnings {
                    let said = try await Self.talk(bytes, to: cloud.port, within: 50)
                    #expect(said != nil, "\(bytes)")
                }
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a body that breaks the rules of HTTP is a bad request`() async throws {
            try await TestCloud.with { cloud, api in
                let token = try #require(api.token)
                let request =
                    "POST /v2.1/servers HTTP/1.1\\r\\nHost: x\\r\\nX-Auth-Token: \(token)\\r\\nContent-Type: application/json"
                    + "\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nZZ\\r\\nx"
                let answer = try await Self.talk(request, to: cloud.port, within: 50)
                #expect(answer?.hasPrefix("HTTP/1.1 400 ") == true, "\(answer ?? "nothing")")
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a client that stops sending does not hold up a stop`() async throws {
            try await TestCloud.with(options: ["http": ["idleTimeout": "600"]]) { cloud, _ in
                let talk = Task {
                    try await Self.talk(
                        "POST /identity/v3/auth/tokens HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n{",
                        to: cloud.port, within: 600)
                }
                try await Task.sleep(for: .seconds(1))
                #expect(await cloud.stop() == 0)
                _ = try await talk.value
            }
        }
    }
}
