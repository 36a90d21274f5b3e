import Compute
import Identity
import WireJSON

extension Timestamp: WireTime {}
extension UnixTime: WireTime {}
