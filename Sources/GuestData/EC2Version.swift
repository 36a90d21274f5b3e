/// Versions of EC2's metadata layout. A document holds a key from the version that introduced it.
package enum EC2Version: String, LayoutVersion {
    case first = "1.0"
    /// local-hostname, public-hostname, public-ipv4
    case january2007 = "2007-01-19"
    case march2007 = "2007-03-01"
    /// instance-type
    case august2007 = "2007-08-29"
    case october2007 = "2007-10-10"
    /// block-device-mapping, kernel-id, ramdisk-id
    case december2007 = "2007-12-15"
    /// placement
    case february2008 = "2008-02-01"
    /// instance-action
    case september2008 = "2008-09-01"
    case april2009 = "2009-04-04"

    package static let latest = april2009
}
