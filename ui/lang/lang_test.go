package lang_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"guitai/ui/lang"
)

// texts lists every text under its path, such as "Shell.Practice".
func texts(v reflect.Value, path string, into map[string]string) {
	switch v.Kind() {
	case reflect.String:
		into[path] = v.String()
	case reflect.Pointer:
		texts(v.Elem(), path, into)
	case reflect.Struct:
		for i := range v.NumField() {
			name := "." + v.Type().Field(i).Name
			if v.Type().Field(i).Anonymous {
				name = ""
			}
			texts(v.Field(i), strings.TrimPrefix(path+name, "."), into)
		}
	}
}

func in(t *testing.T, code string) map[string]string {
	t.Helper()
	s, ok := lang.For(code)
	require.True(t, ok)
	all := map[string]string{}
	texts(reflect.ValueOf(s), "", all)
	delete(all, "Code")
	return all
}

func placeholders(text string) []string {
	found := regexp.MustCompile(`\{[^{}]*\}`).FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryTextIsThereInEveryLanguage(t *testing.T) {
	for _, code := range []string{"zh-Hans", "en"} {
		for path, text := range in(t, code) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", code, path)
			}
		}
	}
}

// What may differ: Chinese speaks of 8.5折 where English speaks of 15% off.
func mayDiffer() []string { return []string{"Domain.Zhe"} }

func TestEveryLanguageHasTheSamePlaceholders(t *testing.T) {
	zh, en := in(t, "zh"), in(t, "en")
	for path, text := range zh {
		if slices.Contains(mayDiffer(), path) {
			continue
		}
		require.Equal(t, placeholders(text), placeholders(en[path]), "%s: %q and %q", path, text, en[path])
	}
}

func TestPlaceholdersAreNames(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		for path, text := range in(t, code) {
			for _, p := range placeholders(text) {
				require.Regexp(t, `^\{[a-z]+\}$`, p, "%s: %s", code, path)
			}
			require.NotRegexp(t, `%[sdvq]`, text, "%s: %s", code, path)
			require.Equal(t, strings.Count(text, "{"), strings.Count(text, "}"), "%s: %s", code, path)
		}
	}
}

func TestEnglishHasNoChineseInIt(t *testing.T) {
	for path, text := range in(t, "en") {
		require.False(t, strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %q", path, text)
	}
}

func TestTextsAreOneLine(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		for path, text := range in(t, code) {
			require.False(t, strings.ContainsFunc(text, unicode.IsControl), "%s: %s", code, path)
		}
	}
}

func TestLanguages(t *testing.T) {
	for code, want := range map[string]string{"": "zh-Hans", "zh": "zh-Hans", "zh-Hans": "zh-Hans", "en": "en"} {
		s, ok := lang.For(code)
		require.True(t, ok)
		require.Equal(t, want, s.Code)
	}
	_, ok := lang.For("tlh")
	require.False(t, ok)
}

func TestFill(t *testing.T) {
	require.Equal(t, "a 1 b", lang.Fill("a {n} b", "n", "1"))
	require.Equal(t, "{other}", lang.Fill("{other}", "n", "1"))
	require.Equal(t, "1 1", lang.Fill("{n} {n}", "n", "1"))
	require.Equal(t, "{b} B", lang.Fill("{a} {b}", "a", "{b}", "b", "B"), "a value is never filled again")
	require.Equal(t, "{a}", lang.Fill("{a}", "a"), "a name without a value is left alone")
}
