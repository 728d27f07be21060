import Kernel
import Testing

@Suite struct IdentityTests {
    @Test func rootIsKnownByNameAndNumber() {
        #expect(user(named: "root")?.uid == 0)
        #expect(user(numbered: 0)?.name == "root")
        #expect(groupID(named: "root") == 0)
        #expect(groupName(0) == "root")
        #expect(supplementaryGroups(of: "root", gid: 0).contains(0))
    }

    @Test func nobodyIsNil() {
        #expect(user(named: "no-such-user-here") == nil)
        #expect(groupID(named: "no-such-group-here") == nil)
        #expect(user(numbered: .max - 7) == nil)
    }
}
