/// Public keys as ssh-keygen writes them, with the fingerprints it prints.
struct KeySample: Sendable {
    let text: String
    let fingerprint: String

    static let all = [
        KeySample(
            text: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCOgVOBiyfJf8/pgb3CozxQazvrFwyb9B5/moSUBFd0jUOwWCZYx3"
                + "HJJJ1Py2h0ASF5fdLHljx24sknnFvxCpDdYfXGcFdnPsCXPHxb+n+H3E2TTCxeLFC2ubBFyekRS7HFrCT+82ed2xh9"
                + "I/wNYt0IMFsrm/Ln+E2qfg9epuSDuYUkhALXGGiTXXK0zDuyD6faB7JxZn+yeJaJbaMN0yNkmVEP7Wx1Zv1+nWrNhu"
                + "dsp2KtG4PXppE6LsMTnIbYMBX5fjxVVQTFrAUlnHq2W7dB5yBnk4jLYq97OG1EREHWfUB9PlNr/OYHL1IWMeyhL8Cg"
                + "PR9f7RKblkqCUKrhkShl test@aerie",
            fingerprint: "24:0e:6f:74:e9:da:fe:5c:4f:99:52:c8:58:3d:86:f8"),
        KeySample(
            text: "ssh-dss AAAAB3NzaC1kc3MAAACBAOaiPxq4ttj+RC49Q3IE5S2yIhpYAIoFpsRkcVnDJMmFm4EOdm7J0oZjyoKN1f"
                + "SzsuSwbOYHQceofOQsghgHLow1v5ktyenGFmEudpamzswbeOUQYXMR2KPCzm9EftTVex4v64lBTDQ8ECfE0cOGu8TN"
                + "YT4w2PFq35G3WEoiZbH1AAAAFQDzYfmcGiuPH/H9QqKXVdTBOpApMQAAAIAEovIK88ZK93WokpTCzXiaOAIIqa1F8j"
                + "07GhHfWH/SgDurbDmNiDSKfu2NFPBtP+9wGWagw4HojzjAyP2HEri8B283h7nReeBsD9T1+BMMQjdzDt+vvWf5YZaZ"
                + "z+GYitnwbBRKAltBP4qaAh6mSKfdBoOeuQW25uMH1L7cUUMRkwAAAIAE2pjxMJn99auZJUrpAeNc1H04DYH5wfZsDz"
                + "RZ95sXru+6kfyANGi2thCp9/knD064szOo5URt1FUrgva+PtwKHvKk8EvgPbDcJXS9uUBn7f4XUzChHUWaL5eNhxmZ"
                + "nj+kbWdT7BSMtI5zykfqkKjw1muCnmqKxLoFgFl17S+J2Q== test@aerie",
            fingerprint: "75:e9:0c:9d:c9:3e:c4:79:cc:e9:b5:65:52:5c:70:2c"),
        KeySample(
            text: "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBN1kn07KPPYl2GruMb"
                + "6KK76g5Hz5yBPyHkDZavycg90tK+82ERzTcxUzJYVvsRfEFkPDa+fDJZaW9SnlO3LlQc0= test@aerie",
            fingerprint: "38:f4:a8:fc:16:19:fc:a2:ea:0b:1b:24:f5:94:32:fd"),
        KeySample(
            text: "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBEr7mEHlP7VOpOooOS"
                + "hLW/Awnz62cnGHNQXjnl1oHgGrOVm3UBvQlObJ+7P6E8DlEwL1EKR3jgS1dsxfgnyH838JOLLs/V3hT1TuipaqcbrP"
                + "LwMnnRQe1If45R0Y4HnW/Q== test@aerie",
            fingerprint: "10:ba:e5:a7:38:3e:25:0e:8f:0d:cf:4c:1e:4b:ba:13"),
        KeySample(
            text: "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAAWFbr+NOw7KOyevs"
                + "LqNbaaDDiv3L9ZmlT5C41Ra84EHrvENP1ivpN3DDWzuZ1G8cRwranrvzbaMf1DhinK5I12OgB1P33tbkPBE/BWFR+v"
                + "QiFhrLmcW4hw62MCjVDDeXL/H2Np2L9YsUbgo8PnKzz070G7oo4m5MUmpSTlwR1D9osQHw== test@aerie",
            fingerprint: "95:89:bc:b9:27:3e:57:08:a6:25:d9:4f:15:5f:ee:64"),
        KeySample(
            text: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPuvuL/X8PMsTmCedd/ZopFtDMmG8LsctcU/wkL0R/mD test@aeri"
                + "e",
            fingerprint: "3d:03:7b:a4:ed:57:67:fb:c0:e6:83:5a:f4:3e:d4:8a"),
        KeySample(
            text: "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIPuvuL/X8PMsTmCedd/"
                + "ZopFtDMmG8LsctcU/wkL0R/mDAAAABHNzaDo= test@aerie",
            fingerprint: "2b:28:ef:67:5c:88:aa:ec:77:f8:35:27:6d:8f:94:35"),
        KeySample(
            text: "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAA"
                + "IbmlzdHAyNTYAAABBBN1kn07KPPYl2GruMb6KK76g5Hz5yBPyHkDZavycg90tK+82ERzTcxUzJYVvsRfEFkPDa+fDJ"
                + "ZaW9SnlO3LlQc0AAAAEc3NoOg== test@aerie",
            fingerprint: "82:ba:43:00:1d:67:7e:4c:84:7a:4c:6b:03:5d:e8:99"),
    ]

    static let certificate = KeySample(
        text: """
            -----BEGIN CERTIFICATE-----
            MIIC/zCCAeegAwIBAgIUZOWvGa7Qk0r9AUudyp99OVPYkEkwDQYJKoZIhvcNAQEL
            BQAwDzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjEwODI1MjRaFw0zNjExMTgwODI1
            MjRaMA8xDTALBgNVBAMMBHRlc3QwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
            AoIBAQDPC315RnUut5vhXM5VLrOeyHpv2fR0GObnrezeF+uAA8EyUwq42no/VVIh
            INdr/PHW/Td7n0zyD02AKgE1Sepnt7mkEFn+c+l2J44Hl1JyYdNbpwng3Q3/Kx0R
            thfXg8KANvroIm11AoffR0lP4QO2gm3HO9n2wLsKQjs/GEvCWRg3P0vfKxnNd/2G
            Vdhg0yWQ6ORIhTDwhPSVMCP1WhFZOZ0zpRoy+Shr7CVgiAyncNulvjOnFmD7kWm5
            k7m+84BiaTYTQKE7/biASGwERhnREcuRfJsEvrzRQGgN1nHxlfO5wEtfKQZs3iV0
            E33UI0QG/yRBA8/5c5lVjvuqyq+9AgMBAAGjUzBRMB0GA1UdDgQWBBQXvUYepNxZ
            frn5mw2D7E9m0KUaRTAfBgNVHSMEGDAWgBQXvUYepNxZfrn5mw2D7E9m0KUaRTAP
            BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAqy6aHvRMZ6YgQ7Ecs
            +4hBWMRaINX0J/QOQ/Y3jaJyR9ZVQrc+TOjm+2YMA5CQxmwQMEwk9blqn/Oot6jG
            RMlqJqLcO151y/JiCUJHibg5Hag/+cLhCFBLBjtONZxreGMhDsUyyzZhKy4zQASx
            Rd3ucqZYuRP4mRJU0vBcURpXJwZoh8O6bmgMP/9cgGz+R/4dxE0tej7bG+E3l1Q8
            tqnYiP54qOdb+iT1Dd5tnLClypafrZbu5lCuPFN2JOGRmUAPBadI8z2D+LZrIuRK
            cVFrOJRF3T0C0YE7kSr/ywCsE0/yDCRGWg8ETqQ+y70kwC5ZrIWDgH3CMITVoSSr
            HGXU
            -----END CERTIFICATE-----
            """,
        fingerprint: "4f:e8:d8:c8:0d:37:2a:5e:79:dd:ea:58:d7:b0:8a:d7:08:40:a3:2b")
}
