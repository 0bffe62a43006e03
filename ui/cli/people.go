package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/staff"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/sshd"
)

// openStaff reads everybody who works here. Fresh allows to begin: there is nobody
// yet, so that what goes into the PINs may be made.
func openStaff(ctx context.Context, std Stdio, cfg config.Config, papers staff.Papers, fresh bool) (*staff.Book, error) {
	secret, err := pepper(std, cfg, rand.Reader, fresh)
	if err != nil {
		return nil, err
	}
	l := cfg.Staff.Limits
	return staff.Open(ctx, staff.Options{Papers: papers, Pepper: secret, Now: time.Now, Rand: rand.Reader,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Limits: staff.Limits{Consume: l.Consume, Recharge: l.Recharge, ConsumeShift: l.ConsumeShift, RechargeShift: l.RechargeShift,
			ConsumeDay: l.ConsumeDay, RechargeDay: l.RechargeDay}})
}

// errNobody says that there is no staff yet.
var errNobody = errors.New("nobody is there yet; begin with: guitai staff add NAME --role manager --key FILE.pub --pin -")

// workingStaff is everybody who works here; without anybody nobody could come in.
func workingStaff(ctx context.Context, std Stdio, cfg config.Config, papers journal.Papers) (*staff.Book, error) {
	people, err := papers.Papers(ctx, "person")
	if err != nil {
		return nil, &exitError{1, err}
	}
	if len(people) == 0 {
		return nil, &exitError{1, errNobody}
	}
	book, err := openStaff(ctx, std, cfg, papers, false)
	if err == nil && !book.Anybody() {
		return nil, &exitError{1, errNobody}
	}
	return book, err
}

// personnel are the commands about people. Whoever may run them on the machine that
// keeps the journal could change its file as well, so they ask for no right; the
// audit names the system's user.
type personnel struct {
	std        Stdio
	configPath *string
}

// keyFlags say how a key may be used.
type keyFlags struct {
	file, from, till string
}

func (k *keyFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&k.file, "key", "", "file with the person's public SSH key (.pub)")
	f.StringVar(&k.from, "from", "", "networks that the key may come from, as 10.0.0.0/8,192.168.1.7")
	f.StringVar(&k.till, "till", "", "name of the till where the key is used")
}

func (k keyFlags) key() (staff.Key, error) {
	file, err := os.ReadFile(k.file)
	if err != nil {
		return staff.Key{}, &exitError{1, err}
	}
	print, comment, err := sshd.ReadKey(file)
	if err != nil {
		return staff.Key{}, &exitError{1, fmt.Errorf("%s: %w", k.file, err)}
	}
	key := staff.Key{Print: fmt.Sprintf("%x", print[:]), Comment: comment, Till: k.till}
	for _, part := range strings.FieldsFunc(k.from, func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(part)
		if err != nil {
			one, err := netip.ParseAddr(part)
			if err != nil {
				return staff.Key{}, &exitError{2, fmt.Errorf("--from: %q is no network like 10.0.0.0/8", part)}
			}
			network = netip.PrefixFrom(one, one.BitLen())
		}
		key.From = append(key.From, network)
	}
	return key, nil
}

func staffCommand(std Stdio, configPath *string) *cobra.Command {
	p := &personnel{std: std, configPath: configPath}
	cmd := &cobra.Command{
		Use:   "staff",
		Short: "Look after people: roles, keys and PINs",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return &exitError{2, errors.New("say which: staff add, list, role, key, pin, unlock or revoke")}
		},
	}
	cmd.AddCommand(p.addCommand(), p.listCommand(), p.roleCommand(), p.keyCommand(), p.pinCommand(),
		p.oneCommand("unlock NAME", "End somebody's lockout", (*staff.Book).Unlock),
		p.oneCommand("revoke NAME", "Dismiss somebody: live sessions end at once", (*staff.Book).Dismiss))
	return cmd
}

func (p *personnel) addCommand() *cobra.Command {
	var role, pin string
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "add NAME --role ROLE [--key FILE.pub] --pin -",
		Short: "Add a person; the PIN is read from standard input, or asked twice",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), true, func(ctx context.Context, b *staff.Book, by staff.By) error {
				var keys []staff.Key
				if k.file != "" {
					key, err := k.key()
					if err != nil {
						return err
					}
					keys = append(keys, key)
				}
				secret, err := p.readPIN(pin)
				if err != nil {
					return err
				}
				if err := staff.CheckPIN(secret); err != nil {
					return err
				}
				added, err := b.Add(ctx, by, args[0], staff.Role(role), keys...)
				if err != nil {
					return err
				}
				return b.SetPIN(ctx, by, added.ID, secret)
			})
		},
	}
	cmd.Flags().StringVar(&role, "role", string(staff.Cashier), "viewer, trainer, cashier, supervisor, manager or admin")
	cmd.Flags().StringVar(&pin, "pin", "", "- reads six to eight digits from standard input; without it they are asked twice")
	k.add(cmd)
	return cmd
}

func (p *personnel) listCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List everybody with their role and keys",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.with(cmd.Context(), true, func(_ context.Context, b *staff.Book, _ staff.By) error {
				return printPeople(p.std.Out, b.People(), asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: one object a person")
	return cmd
}

func (p *personnel) roleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "role NAME ROLE",
		Short: "Change what somebody is",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.about(cmd.Context(), args[0], func(ctx context.Context, b *staff.Book, by staff.By, who staff.Person) error {
				return b.SetRole(ctx, by, who.ID, staff.Role(args[1]))
			})
		},
	}
}

func (p *personnel) keyCommand() *cobra.Command {
	var k keyFlags
	var drop string
	cmd := &cobra.Command{
		Use:   "key NAME --key FILE.pub | --drop PRINT",
		Short: "Add a key, or take one away by the beginning of its print",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.about(cmd.Context(), args[0], func(ctx context.Context, b *staff.Book, by staff.By, who staff.Person) error {
				if drop != "" {
					return dropKey(ctx, b, by, who, drop)
				}
				key, err := k.key()
				if err != nil {
					return err
				}
				return b.AddKey(ctx, by, who.ID, key)
			})
		},
	}
	cmd.Flags().StringVar(&drop, "drop", "", "the beginning of the print, as staff list shows it")
	k.add(cmd)
	return cmd
}

func dropKey(ctx context.Context, b *staff.Book, by staff.By, who staff.Person, print string) error {
	var found []string
	for _, k := range who.Keys {
		if strings.HasPrefix(k.Print, strings.ToLower(print)) {
			found = append(found, k.Print)
		}
	}
	if len(found) != 1 {
		return &exitError{1, fmt.Errorf("%d keys of %s begin with %s", len(found), who.Name, print)}
	}
	return b.DropKey(ctx, by, who.ID, found[0])
}

func (p *personnel) pinCommand() *cobra.Command {
	var pin string
	cmd := &cobra.Command{
		Use:   "pin NAME [--pin -]",
		Short: "Give somebody a new PIN",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.about(cmd.Context(), args[0], func(ctx context.Context, b *staff.Book, by staff.By, who staff.Person) error {
				secret, err := p.readPIN(pin)
				if err != nil {
					return err
				}
				return b.SetPIN(ctx, by, who.ID, secret)
			})
		},
	}
	cmd.Flags().StringVar(&pin, "pin", "", "- reads it from standard input; without it it is asked twice")
	return cmd
}

// oneCommand is a command about one person with nothing to add.
func (p *personnel) oneCommand(use, short string, do func(*staff.Book, context.Context, staff.By, string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return p.about(cmd.Context(), args[0], func(ctx context.Context, b *staff.Book, by staff.By, who staff.Person) error {
			return do(b, ctx, by, who.ID)
		})
	}}
}

// about finds the person that a command is about.
func (p *personnel) about(ctx context.Context, name string, do func(context.Context, *staff.Book, staff.By, staff.Person) error) error {
	return p.with(ctx, false, func(ctx context.Context, b *staff.Book, by staff.By) error {
		who, ok := b.Named(name)
		if !ok {
			return &exitError{1, fmt.Errorf("nobody here is called %s", name)}
		}
		return do(ctx, b, by, who)
	})
}

// with opens the staff for one command and says in a person's words what failed.
func (p *personnel) with(ctx context.Context, fresh bool, do func(context.Context, *staff.Book, staff.By) error) (err error) {
	cfg, err := loadConfig(p.std, *p.configPath)
	if err != nil {
		return err
	}
	h, err := openBooks(ctx, vaultOf(cfg))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	people, err := h.journal.Papers(ctx, "person")
	if err != nil {
		return &exitError{1, err}
	}
	book, err := openStaff(ctx, p.std, cfg, h.journal, fresh && len(people) == 0)
	if err == nil {
		err = do(ctx, book, staff.By{Name: systemUser(), From: "shell"})
	}
	var exit *exitError
	if err == nil || errors.As(err, &exit) {
		return err
	}
	return &exitError{1, errors.New(refusedWords(cfg.Language, err))}
}

// refusedWords says what was wrong with a command about people.
func refusedWords(language string, err error) string {
	var e *backend.Error
	if errors.As(err, &e) {
		switch {
		case e.Field == "pin":
			return "a PIN has six to eight digits, and none that are guessed first, as 123456 or a date of birth"
		case e.Field == "role":
			return "there is no such role; use viewer, trainer, cashier, supervisor, manager or admin"
		case e.Field == "name" && e.Kind == backend.KindExists:
			return "somebody here is called that already"
		case e.Field == "key" && e.Kind == backend.KindExists:
			return "this key is somebody else's already"
		case e.Field == "name":
			return "a name has 1 to 64 bytes and no control characters"
		}
	}
	text, _ := lang.For(language)
	return ui.Sentence(text, err)
}

// systemUser is who runs this command.
func systemUser() string {
	u, err := user.Current()
	if err != nil {
		return "shell"
	}
	return u.Username
}

// maxPINLine bounds what is read for a PIN.
const maxPINLine = 64

// readPIN reads a PIN from standard input, or asks for it twice without showing it.
func (p *personnel) readPIN(from string) ([]byte, error) {
	if from == "-" {
		line, err := io.ReadAll(io.LimitReader(p.std.In, maxPINLine))
		if err != nil {
			return nil, &exitError{1, err}
		}
		first, _, _ := strings.Cut(string(line), "\n")
		return []byte(strings.TrimSpace(first)), nil
	}
	if from != "" {
		return nil, &exitError{2, errors.New("a PIN on the command line can be read by everybody on this machine; use --pin -")}
	}
	f, ok := p.std.In.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, &exitError{2, errors.New("there is no terminal to ask for a PIN; use --pin - and give it on standard input")}
	}
	first, err := p.ask(f, "PIN: ")
	if err != nil {
		return nil, err
	}
	second, err := p.ask(f, "PIN again: ")
	if err != nil {
		return nil, err
	}
	if string(first) != string(second) {
		return nil, &exitError{1, errors.New("the two are not the same; nothing was changed")}
	}
	return first, nil
}

func (p *personnel) ask(f *os.File, prompt string) ([]byte, error) {
	fmt.Fprint(p.std.Err, prompt)
	defer fmt.Fprintln(p.std.Err)
	pin, err := term.ReadPassword(int(f.Fd()))
	if err != nil {
		return nil, &exitError{1, err}
	}
	return pin, nil
}
