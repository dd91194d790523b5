/* The tests of the C interface, one function a file; c_test.c runs the one that it is told to. */
#ifndef LAMELLA_TESTS_C_C_TEST_H_
#define LAMELLA_TESTS_C_C_TEST_H_

void test_analysis(void);
void test_arguments(void);
void test_attachments(void);
void test_columns(void);
void test_entries(void);
void test_keys(void);
void test_lifecycle(void);
void test_opening(void);
void test_safety(void);
void test_threads(void);

#endif /* LAMELLA_TESTS_C_C_TEST_H_ */
