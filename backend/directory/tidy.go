package directory

// wake begins to tidy up where enough has gathered. The caller holds mu.
func (m *Mirror) wake() {}
