package sshd

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/ssh"
)

// ReadKey reads one public key as OpenSSH writes it into a .pub file. It refuses
// kinds that the server does not take, and private keys.
func ReadKey(file []byte) (print Print, comment string, err error) {
	key, comment, _, rest, err := ssh.ParseAuthorizedKey(file)
	if err != nil {
		return Print{}, "", errors.New("this is no public key; give the file that ends in .pub")
	}
	if len(rest) > 0 {
		return Print{}, "", errors.New("the file holds more than one key")
	}
	if !slices.Contains(keyTypes(), key.Type()) {
		return Print{}, "", fmt.Errorf("keys of type %s are not taken; make one with ssh-keygen -t ed25519", key.Type())
	}
	return PrintOf(key), comment, nil
}
