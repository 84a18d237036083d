"""What is alike in the whole schema: errors, mutations, pages, nodes, money, days, trails."""
