"""From a file to typed, cited data: document -> blocks -> passages and facts -> corpus."""
