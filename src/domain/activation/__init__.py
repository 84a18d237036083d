"""Whether something may reach people: consent, age, country, rights; and taking them out again."""
