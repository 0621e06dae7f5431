"""The grammar of four languages: names, jobs, companies and facts in a sentence, and reasons in words."""
