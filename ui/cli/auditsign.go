package cli

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

// A signature stands in a file beside the export:
//
//	guitai-audit-signature 1
//	key ssh-ed25519 AAAA…
//	sha256 <the export's, hexadecimal>
//	sig <base64>
//
// It is Ed25519 over the first and the third line, so that a signature which the same
// key makes for something else, as the server's own in every handshake, is none of an
// export.
const (
	signatureHead   = "guitai-audit-signature 1"
	signatureSuffix = ".sig"
	maxSignature    = 4096
)

func signedText(sum string) []byte { return []byte(signatureHead + "\nsha256 " + sum + "\n") }

// signerFrom reads a private key that nobody else can read; nil for no file.
func signerFrom(path string) (ssh.Signer, error) {
	if path == "" {
		return nil, nil
	}
	signer, err := sshd.LoadHostKey(path)
	if err != nil {
		return nil, &exitError{1, err}
	}
	return signer, nil
}

func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func signFile(path string, signer ssh.Signer) error {
	sum, err := fileSum(path)
	if err != nil {
		return &exitError{1, err}
	}
	sig, err := signer.Sign(rand.Reader, signedText(sum))
	if err != nil {
		return &exitError{1, fmt.Errorf("signing: %w", err)}
	}
	key := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
	text := fmt.Sprintf("%s\nkey %s\nsha256 %s\nsig %s\n", signatureHead, key, sum, base64.StdEncoding.EncodeToString(sig.Blob))
	err = writeFresh(path+signatureSuffix, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return &exitError{1, err}
	}
	return nil
}

// checkSignature tells who signed a file, "" for nobody. Where a key is named, it must
// be that one's. Without one the print is for a person to compare: whoever forged the
// file could have signed it anew with a key of their own.
func checkSignature(path, wanted string) (signer string, err error) {
	text, err := os.ReadFile(path + signatureSuffix)
	switch {
	case errors.Is(err, fs.ErrNotExist) && wanted == "":
		return "", nil
	case err != nil:
		return "", fmt.Errorf("the signature cannot be read: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(text[:min(len(text), maxSignature)])), "\n")
	if len(lines) != 4 || lines[0] != signatureHead {
		return "", errors.New("the file beside it is no signature of an export")
	}
	keyLine, isKey := strings.CutPrefix(lines[1], "key ")
	sum, isSum := strings.CutPrefix(lines[2], "sha256 ")
	blob, isSig := strings.CutPrefix(lines[3], "sig ")
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(keyLine))
	sig, bad := base64.StdEncoding.DecodeString(blob)
	if !isKey || !isSum || !isSig || err != nil || bad != nil || key.Type() != ssh.KeyAlgoED25519 {
		return "", errors.New("the signature cannot be read")
	}
	if key.Verify(signedText(sum), &ssh.Signature{Format: ssh.KeyAlgoED25519, Blob: sig}) != nil {
		return "", errors.New("the signature is not of that key")
	}
	have, err := fileSum(path)
	if err != nil {
		return "", err
	}
	if have != sum {
		return "", errors.New("the file was changed after it was signed")
	}
	signer = sshd.PrintOf(key).String()
	if wanted == "" {
		return signer, nil
	}
	file, err := os.ReadFile(wanted)
	if err != nil {
		return "", err
	}
	print, _, err := sshd.ReadKey(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", wanted, err)
	}
	if print != sshd.PrintOf(key) {
		return "", fmt.Errorf("it was signed by another key, %s", signer)
	}
	return signer, nil
}
