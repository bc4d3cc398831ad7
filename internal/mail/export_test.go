package mail

// At has the server dialed at another address than that of its name.
func (s *Server) At(address string) { s.address = address }
